/** A mistake as the terminal tells it, with the lines around it. */
export const Problem = ({ text }: { readonly text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
  <pre class="note bad frame" tabIndex={0}>
    {text}
  </pre>
);
