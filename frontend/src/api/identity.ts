import { createAction, createSlice } from '@reduxjs/toolkit';

/** The person has shown that it is they, or has left it. */
export const identityAnswered = createAction<boolean>('identity/answered');

export interface WithIdentity {
  identity: { isAsked: boolean };
}

/** Whether the server wants to know at once who is at the screen, before it does what was asked. */
export const identitySlice = createSlice({
  name: 'identity',
  initialState: { isAsked: false },
  reducers: { identityAsked: () => ({ isAsked: true }) },
  extraReducers: (builder) => builder.addCase(identityAnswered, () => ({ isAsked: false })),
});

/** Asks the person who they are, once for all requests that wait for it. */
export class IdentityCheck {
  private asked: { promise: Promise<boolean>; settle: (shown: boolean) => void } | null = null;

  constructor(private readonly onAsk: () => void) {}

  /** True when they have shown it. */
  confirm(): Promise<boolean> {
    if (!this.asked) {
      let settle: (shown: boolean) => void = () => undefined;
      const promise = new Promise<boolean>((resolve) => (settle = resolve));
      this.asked = { promise, settle };
      this.onAsk();
    }
    return this.asked.promise;
  }

  answer(shown: boolean): void {
    this.asked?.settle(shown);
    this.asked = null;
  }
}
