import { escapeHtml } from '../value/markup.ts';

interface UrlizeOptions {
  /** Longest text of a link; null for no limit. */
  readonly limit: number | null;
  readonly rel: string;
  readonly target: string | null;
}

const web = /^(https?:\/\/|www\.)(?:[\w%-]+\.)+[a-z]{2,63}(?::\d{1,5})?(?:[/?#]\S*)?$/iu;
const local = /^https?:\/\/(?:localhost|(?:\d{1,3}\.){3}\d{1,3}|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/i;
const bareDomain = /^(?:[\w%-]+\.)+(?:com|net|int|edu|gov|org|info|mil)(?::\d{1,5})?(?:[/?#]\S*)?$/iu;
const mail = /^\S+@\w[\w.-]*\.\w+$/;

/** Plain text as HTML in which web and mail addresses are links. */
export function urlize(plain: string, options: UrlizeOptions): string {
  return escapeHtml(plain)
    .split(/(\s+)/)
    .map(word => linkWord(word, options))
    .join('');
}

function linkWord(word: string, options: UrlizeOptions): string {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? '';
  const rest = word.slice(head.length);
  const tail = /(?:[).,\n]|&gt;)+$/.exec(rest)?.[0] ?? '';
  const middle = rest.slice(0, rest.length - tail.length);
  return head + linkAddress(middle, options) + tail;
}

function linkAddress(address: string, options: UrlizeOptions): string {
  if (web.test(address) || local.test(address)) {
    return anchor(/^https?:/i.test(address) ? address : `https://${address}`, address, options);
  }
  if (mail.test(address) && !address.startsWith('www.') && !address.includes(':'))
    return `<a href="mailto:${address}">${address}</a>`;
  return bareDomain.test(address) ? anchor(`https://${address}`, address, options) : address;
}

function anchor(href: string, label: string, { limit, rel, target }: UrlizeOptions): string {
  const shown = limit !== null && label.length > limit ? `${label.slice(0, limit)}...` : label;
  const targetAttribute = target === null ? '' : ` target="${escapeHtml(target)}"`;
  return `<a href="${href}" rel="${escapeHtml(rel)}"${targetAttribute}>${shown}</a>`;
}
