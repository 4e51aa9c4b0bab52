import type { Message } from './message.ts';

export const runMessages = {
  'run-placeholder': (p: { readonly text: string }): Message => ({ text: p.text, hint: null }),
};
