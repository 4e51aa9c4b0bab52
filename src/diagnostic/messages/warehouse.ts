import type { Message } from './message.ts';

export const warehouseMessages = {
  'warehouse-placeholder': (p: { readonly text: string }): Message => ({ text: p.text, hint: null }),
};
