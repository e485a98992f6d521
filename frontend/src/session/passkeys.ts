import type { ApiError } from '../api/errors';

type Signed = { data: unknown } | { error: ApiError };

/** Whether this browser can keep and use passkeys. */
export function hasPasskeys(): boolean {
  return (
    typeof PublicKeyCredential !== 'undefined' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  );
}

/** Has the person's device answer the server's challenge. */
export async function signChallenge(asked: unknown): Promise<Signed> {
  const { data } = asked as {
    data: { request_options: { publicKey: PublicKeyCredentialRequestOptionsJSON } };
  };
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(data.request_options.publicKey);
  return toJson(navigator.credentials.get({ publicKey }));
}

/** Has the person's device make a passkey. */
export async function makePasskey(asked: unknown): Promise<Signed> {
  const { data } = asked as {
    data: { creation_options: { publicKey: PublicKeyCredentialCreationOptionsJSON } };
  };
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(data.creation_options.publicKey);
  return toJson(navigator.credentials.create({ publicKey }));
}

/** A person who closes the browser's own dialog has refused nothing of the server's. */
async function toJson(made: Promise<Credential | null>): Promise<Signed> {
  try {
    const credential = (await made) as PublicKeyCredential | null;
    if (credential) return { data: credential.toJSON() };
  } catch {
    // Dismissed, timed out, or no passkey of ours here: the browser tells them apart for nobody.
  }
  return { error: { status: 400, code: 'passkey_unused', message: '', fields: {} } };
}
