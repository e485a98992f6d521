import { isBefore, type Cursor } from './cursor';

interface Subscription {
  from: Cursor;
  isHeard: boolean;
}

/** The topics that are to be heard. Of one that is, everything since its place has been delivered and what comes will be. */
export class Subscriptions {
  private readonly byTopic = new Map<string, Subscription>();

  /** False when everything since `from` is heard already. */
  want(topic: string, from: Cursor): boolean {
    const known = this.byTopic.get(topic);
    if (known?.isHeard && !isBefore(from, known.from)) return false;
    const isOlder = !known || isBefore(from, known.from);
    this.byTopic.set(topic, { from: isOlder ? from : known.from, isHeard: false });
    return true;
  }

  /** False when nobody wanted it. */
  drop(topic: string): boolean {
    return this.byTopic.delete(topic);
  }

  /** The place since which it is wanted. */
  since(topic: string): Cursor | undefined {
    return this.byTopic.get(topic)?.from;
  }

  /** Everything since `from` is heard; false when that isn't all that is wanted. */
  hear(topic: string, from: Cursor): boolean {
    const known = this.byTopic.get(topic);
    if (!known || isBefore(known.from, from)) return false;
    known.isHeard = true;
    return true;
  }

  /** It isn't heard any more, since `at` if it was before. False when nobody wants it. */
  lose(topic: string, at: Cursor): boolean {
    const known = this.byTopic.get(topic);
    if (!known) return false;
    if (known.isHeard) known.from = at;
    known.isHeard = false;
    return true;
  }

  /** From where each is to be heard when the line goes on from `at`; without one, as wanted. */
  continuedFrom(at: Cursor | null): [topic: string, from: Cursor][] {
    return [...this.byTopic].map(([topic, { from, isHeard }]) => [topic, (isHeard && at) || from]);
  }

  unheard(): [topic: string, from: Cursor][] {
    return [...this.byTopic].flatMap(([topic, { from, isHeard }]) => (isHeard ? [] : [[topic, from]]));
  }

  /** All of what was before `at` is read anew. */
  startOver(at: Cursor): void {
    for (const subscription of this.byTopic.values()) subscription.from = at;
  }
}

/** Which of several, such as the components of a screen or the tabs of a browser, hold which names. */
export class Holders {
  private readonly byName = new Map<string, Set<string>>();

  /** Whether it is the first to. */
  hold(who: string, name: string): boolean {
    const holders = this.byName.get(name) ?? new Set<string>();
    this.byName.set(name, holders.add(who));
    return holders.size === 1;
  }

  /** Whether it was the last to. */
  release(who: string, name: string): boolean {
    const holders = this.byName.get(name);
    if (!holders?.delete(who) || holders.size > 0) return false;
    return this.byName.delete(name);
  }

  /** Those that nobody holds any more without it. */
  drop(who: string): string[] {
    return [...this.byName.keys()].filter((name) => this.release(who, name));
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  names(): string[] {
    return [...this.byName.keys()];
  }
}
