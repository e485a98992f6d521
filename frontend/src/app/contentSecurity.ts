/** What the server's content security policy asks of the libraries. To be imported before them. */
import { config } from 'zod';

// Makes schemas without compiling code from text.
config({ jitless: true });

/** Style elements are allowed when they carry this page's nonce. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

// Where react-remove-scroll, which Mantine's dialogs use, looks for it.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
