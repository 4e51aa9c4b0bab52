import type { Message } from './message.ts';

export const templateMessages = {
  'template-placeholder': (p: { readonly text: string }): Message => ({ text: p.text, hint: null }),
};
