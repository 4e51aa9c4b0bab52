import type { Message } from './message.ts';

export const parseMessages = {
  'parse-placeholder': (p: { readonly text: string }): Message => ({ text: p.text, hint: null }),
};
