/**
 * What a CSV file's columns are called, by dbt's rules for seeds: as its header says, a number behind a name that is there already,
 * letters for a column without a name. Case does not make names differ, since it does not in a warehouse.
 */
export function csvColumnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((written, index) => {
    const base = written === '' ? letters(index) : written;
    let name = base;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}_${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** `a` to `z`, then `aa` to `zz`, and so on. */
const letters = (index: number): string => String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1);
