import type { Doing } from './socket';

/** What several, such as the tabs of a browser, do at a topic: together they do the most that any of them does. */
export class PresenceClaims {
  private readonly byTopic = new Map<string, Map<string, Doing>>();

  /** `onChange` is told when what they do together has changed. */
  constructor(private readonly onChange: (topic: string, doing: Doing | null) => void) {}

  claim(who: string, topic: string, doing: Doing | null): void {
    const before = this.most(topic);
    const claims = this.byTopic.get(topic) ?? new Map<string, Doing>();
    if (doing) claims.set(who, doing);
    else claims.delete(who);
    if (claims.size > 0) this.byTopic.set(topic, claims);
    else this.byTopic.delete(topic);
    const now = this.most(topic);
    if (now !== before) this.onChange(topic, now);
  }

  /** They are gone, from everywhere. */
  drop(who: string): void {
    for (const topic of [...this.byTopic.keys()]) this.claim(who, topic, null);
  }

  entries(): [topic: string, doing: Doing][] {
    return [...this.byTopic.keys()].map((topic) => [topic, this.most(topic) ?? 'viewing']);
  }

  private most(topic: string): Doing | null {
    const claims = [...(this.byTopic.get(topic)?.values() ?? [])];
    return claims.find((doing) => doing === 'editing') ?? claims[0] ?? null;
  }
}
