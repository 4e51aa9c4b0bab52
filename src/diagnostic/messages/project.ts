import type { Message } from './message.ts';

export const projectMessages = {
  'project-placeholder': (p: { readonly text: string }): Message => ({ text: p.text, hint: null }),
};
