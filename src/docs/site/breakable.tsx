/** A name that may be broken behind what joins its words. */
export const Breakable = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/(?<=[_./-])(?=[^_./-])/).map((part, place) => (
      <span key={place}>
        {place > 0 && <wbr />}
        {part}
      </span>
    ))}
  </>
);
