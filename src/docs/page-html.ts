export interface PageFiles {
  readonly title: string;
  /** Paths from the page, of files that we named. */
  readonly style: string;
  readonly script: string;
  readonly data: string;
}

export interface PageOptions extends PageFiles {
  /** Where the page's server tells what happens; left out where there is no such server. */
  readonly events?: string;
}

/**
 * The policy holds even when the file is opened from a disk, where no server can send one. The program loads first and at once, so
 * that it sets the colours before anything is painted; the data comes after it.
 */
export const pageHtml = ({ title, style, script, data, events }: PageOptions): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${events === undefined ? pagePolicy : livePolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>${events === undefined ? '' : `\n<meta name="live-events" content="${events}">`}
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${style}">
<script src="${script}"></script>
<script defer src="${data}"></script>
</head>
<body>
<div id="page"><noscript>This page needs JavaScript.</noscript></div>
</body>
</html>
`;

/** What the page may load: its own files. */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/** It may also ask its own server. */
export const livePolicy = `${pagePolicy}; connect-src 'self'`;

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="none" stroke="#0d7a72" stroke-width="3"><path d="M9 9h4c6 0 2 14 10 14M9 23h4c6 0 2-14 10-14"/></g><g fill="#0d7a72"><circle cx="7" cy="9" r="4"/><circle cx="7" cy="23" r="4"/><circle cx="25" cy="9" r="4"/><circle cx="25" cy="23" r="4"/></g></svg>',
)}`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);
