/** An address without the password or token that it may hold. The user's name alone, as in `git@…` of ssh, is no secret. */
export const shownUrl = (text: string): string =>
  text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^/@\s:]*):[^/\s]*@/gi, '$1:*****@')
    .replace(/(\bhttps?:\/\/)(?!\{\{)[^/@\s:]+@/gi, '$1*****@')
    .replace(/([?&][^=&\s]*(?:token|secret|key|sig|password|credential)[^=&\s]*=)[^&\s]+/gi, '$1*****');

/** What of an address only its owner should know: a password, or a token in the place of the user. */
export function credentialsIn(url: string): readonly string[] {
  const [, user = '', password] = /^[a-z][a-z0-9+.-]*:\/\/([^/:@\s]*)(?::([^/\s]*))?@/i.exec(url) ?? [];
  if (password !== undefined) return password.length > 2 ? [password] : [];
  return /^https?:/i.test(url) && user.length >= 8 ? [user] : [];
}
