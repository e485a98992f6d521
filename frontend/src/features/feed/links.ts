/** A stretch of a text, or an address in it; all `text`s together are the text. */
export interface Part {
  text: string;
  /** Where it leads, and how it is written so that nobody takes it for another. */
  link?: { href: string; shown: string };
}

// What is between an address and the sentence around it, full width included, ends it; so does what isn't seen.
const ADDRESS = /https?:\/\/[^\s<>"'`\p{C}\p{Z}，。；：！？、（）「」『』【】《》]+/giu;
const HOST = /^([a-z0-9_-]+\.)+[a-z0-9-]+$/;
const PUNCTUATION = /[.,;:!?*_~]+$/;
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;

/** Finds the addresses of pages. Nothing else leads anywhere: no other scheme, none that names a user before the host. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const typed = withoutEnd(found[0]);
    const link = read(typed);
    if (!link || /[\p{L}\p{N}]/u.test(text.slice(0, found.index).slice(-1))) continue;
    if (found.index > at) parts.push({ text: text.slice(at, found.index) });
    parts.push({ text: typed, link });
    at = found.index + typed.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

function read(typed: string): Part['link'] | null {
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    return null;
  }
  if (url.username || url.password || !HOST.test(url.hostname)) return null;
  // The host as the browser goes to it: letters of other alphabets that look like ours are in Punycode there.
  const path = `${url.pathname}${url.search}${url.hash}`;
  return { href: url.href, shown: `${url.host}${path === '/' ? '' : readable(path)}` };
}

/** Letters instead of their bytes, unless there is something among them that isn't seen. */
function readable(path: string): string {
  try {
    const decoded = decodeURI(path);
    return /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(decoded) ? path : decoded;
  } catch {
    return path;
  }
}

/** The full stop behind an address ends the sentence, and a bracket that opened before it closes there. */
function withoutEnd(address: string): string {
  const trimmed = address.replace(PUNCTUATION, '');
  for (const [open, close] of BRACKETS) {
    if (trimmed.endsWith(close) && trimmed.split(close).length > trimmed.split(open).length) {
      return withoutEnd(trimmed.slice(0, -1));
    }
  }
  return trimmed;
}
