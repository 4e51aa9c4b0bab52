/** What a diagnostic says: one sentence with the offending value in backticks, and the cure. */
export interface Message {
  readonly text: string;
  readonly hint: string | null;
}

/** "Did you mean `x`?", or null when nothing is near. */
export const didYouMean = (near: string | null): string | null => (near === null ? null : `Did you mean \`${near}\`?`);
