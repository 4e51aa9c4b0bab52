import type { Message } from './message.ts';

export const graphMessages = {
  'graph-placeholder': (p: { readonly text: string }): Message => ({ text: p.text, hint: null }),
};
