import type { GymEvent } from './events.gen';
import type { PresenceFrame } from './frames.gen';
import type { Doing, Refused } from './socket';

export type Status = { kind: 'connecting' | 'live' } | { kind: 'lost'; retryInMs: number };

/** What tabs say to each other. What the leader says is numbered, so that a tab sees that it missed something. */
export type Said =
  | { type: 'leading' }
  | {
      type: 'join';
      cursor: string;
      presence: [topic: string, doing: Doing][];
      topics: [topic: string, since: string][];
    }
  | { type: 'present'; topic: string; doing: Doing | null }
  | { type: 'subscribe'; topic: string; since: string }
  | { type: 'unsubscribe'; topic: string }
  | { type: 'retry' | 'signedOut' }
  | ({ leader: string; n: number } & (
      | {
          type: 'welcome';
          to: string;
          cursor: string;
          /** Null when the leader no longer has all since the tab's cursor. */
          events: GymEvent[] | null;
          status: Status;
          presence: PresenceFrame[];
        }
      /** Late when it is of a topic's past, which was asked for. */
      | { type: 'event'; event: GymEvent; isLate: boolean }
      | { type: 'head' | 'reset'; cursor: string }
      | { type: 'status'; status: Status }
      | { type: 'presence'; presence: PresenceFrame }
      | { type: 'subscribed'; topic: string; since: string }
      | { type: 'refused'; topic: string; of: Refused }
      | { type: 'accessChanged' }
    ));
export type Message = Said & { from: string };

type WithoutPlace<T> = T extends unknown ? Omit<T, 'leader' | 'n'> : never;
/** What the leader tells all of them. */
export type Told = WithoutPlace<Exclude<Extract<Said, { leader: string }>, { type: 'welcome' }>>;
