import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Browser } from '../testing/browser';
import { customer, event } from '../testing/samples';
import type { GymEvent } from './events.gen';
import { LEADER_SILENCE_MS, SharedLine } from './sharedLine';
import type { LiveLine, SocketListener } from './socket';

/** The server: what a socket opened at a cursor is told, and how many sockets there are. */
class Server {
  readonly line: GymEvent[] = [];
  readonly open = new Set<{ at: number; listener: SocketListener; presence: [string, string | null][] }>();

  socket = (listener: SocketListener): LiveLine => {
    const connection = { at: 0, listener, presence: [] as [string, string | null][] };
    return {
      start: (cursor) => {
        connection.at = Number(cursor.split('.')[1]);
        this.open.add(connection);
        this.bring(connection);
        listener.onHead(`e1.${this.line.length}`);
        listener.onCaughtUp();
      },
      stop: () => void this.open.delete(connection),
      retryNow: () => undefined,
      present: (topic, doing) => void connection.presence.push([topic, doing]),
      subscribe: () => undefined,
      unsubscribe: () => undefined,
    };
  };

  happens(count = 1): void {
    for (let at = 0; at < count; at += 1) {
      const seq = this.line.length + 1;
      const { id, first_name, last_name } = customer();
      this.line.push(
        event('customer.updated', seq, { id, version: seq, first_name, joined_on: '2026-01-31', last_name }),
      );
    }
    for (const connection of this.open) this.bring(connection);
  }

  private bring(connection: { at: number; listener: SocketListener }): void {
    for (const one of this.line.slice(connection.at)) connection.listener.onEvent(one);
    connection.at = this.line.length;
  }
}

let browser: Browser;
let server: Server;

function openTab(cursor = server.line.length) {
  const heard: number[] = [];
  const listener = {
    onEvent: vi.fn(({ seq }: GymEvent) => void heard.push(seq)),
    onCaughtUp: vi.fn(),
    onLost: vi.fn(),
    onReset: vi.fn(),
    onSignedOut: vi.fn(),
    onPresence: vi.fn(),
    onSubscribed: vi.fn(),
    onRefused: vi.fn(),
    onAccessChanged: vi.fn(),
    onHead: vi.fn(),
  };
  const { platform, crash } = browser.tab();
  const line = new SharedLine('gym.line.7', server.socket, listener, platform);
  line.start(`e1.${cursor}`);
  return { line, heard, listener, crash };
}

const settle = () => vi.waitFor(() => new Promise<void>((resolve) => setTimeout(resolve)));

beforeEach(() => {
  browser = new Browser();
  server = new Server();
});

describe('tabs of one browser', () => {
  it('have one socket, and hear each event once, in order', async () => {
    const tabs = [openTab(), openTab(), openTab()];
    await settle();
    server.happens(5);
    await settle();
    expect(server.open.size).toBe(1);
    for (const { heard, listener } of tabs) {
      expect(heard).toEqual([1, 2, 3, 4, 5]);
      expect(listener.onCaughtUp).toHaveBeenCalled();
    }
  });

  it.each(['closes', 'crashes'])('miss nothing when the one that leads %s', async (how) => {
    const [leader, second, third] = [openTab(), openTab(), openTab()];
    await settle();
    server.happens(2);
    if (how === 'closes') leader.line.stop();
    else {
      server.open.clear();
      leader.crash();
    }
    server.happens(3); // while nobody leads
    await settle();
    server.happens(1);
    await settle();
    expect(server.open.size).toBe(1);
    expect(second.heard).toEqual([1, 2, 3, 4, 5, 6]);
    expect(third.heard).toEqual([1, 2, 3, 4, 5, 6]);
    expect(second.listener.onReset).not.toHaveBeenCalled();
    expect(third.listener.onReset).not.toHaveBeenCalled();
  });

  it('come to the same state whoever closes when', async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      browser = new Browser();
      server = new Server();
      let random = seed;
      const draw = (below: number) => {
        random = (random * 48271) % 2147483647;
        return random % below;
      };
      const tabs = [openTab(), openTab()];
      const begun = new Map(tabs.map((tab) => [tab, 0]));
      for (let step = 0; step < 30; step += 1) {
        const what = draw(6);
        if (what === 0 && tabs.length > 1) tabs.splice(draw(tabs.length), 1)[0]?.line.stop();
        else if (what === 1) {
          const tab = openTab();
          begun.set(tab, server.line.length);
          tabs.push(tab);
        } else if (what === 2) await settle();
        else server.happens(draw(3));
      }
      await settle();
      await settle();
      expect(server.open.size).toBe(1);
      for (const tab of tabs) {
        const from = begun.get(tab) ?? 0;
        const all = server.line.map(({ seq }) => seq).filter((seq) => seq > from);
        if (tab.listener.onReset.mock.calls.length === 0) expect(tab.heard, `seed ${seed}`).toEqual(all);
      }
    }
  });

  it('bring a tab that opens from an older snapshot up to date, or let it read everything again', async () => {
    openTab();
    await settle();
    server.happens(4);
    await settle();
    const late = openTab(2);
    await settle();
    expect(late.heard).toEqual([3, 4]);

    browser = new Browser();
    const leader = openTab(4);
    await settle();
    const before = openTab(1); // older than anything the leader has
    await settle();
    expect(before.heard).toEqual([]);
    expect(before.listener.onReset).toHaveBeenCalledOnce();
    expect(leader.listener.onReset).not.toHaveBeenCalled();
    server.happens(1);
    await settle();
    expect(before.heard).toEqual([5]);
  });

  it('lose, find, reset and end together', async () => {
    const tabs = [openTab(), openTab()];
    await settle();
    const [socket] = [...server.open];
    socket?.listener.onLost(700);
    socket?.listener.onHead('e2.9');
    socket?.listener.onReset();
    socket?.listener.onSignedOut();
    await settle();
    for (const { listener } of tabs) {
      expect(listener.onLost).toHaveBeenCalledWith(700);
      expect(listener.onReset).toHaveBeenCalledOnce();
      expect(listener.onSignedOut).toHaveBeenCalledOnce();
    }
  });

  it('say together the most that any of them does, and no longer what a closed one did', async () => {
    const [leader, other] = [openTab(), openTab()];
    await settle();
    leader.line.present('customer:5', 'viewing');
    other.line.present('customer:5', 'editing');
    await settle();
    const [socket] = [...server.open];
    expect(socket?.presence).toEqual([
      ['customer:5', 'viewing'],
      ['customer:5', 'editing'],
    ]);
    other.crash();
    await settle();
    expect(socket?.presence.at(-1)).toEqual(['customer:5', 'viewing']);
    const third = openTab();
    third.line.present('customer:6', 'viewing');
    await settle();
    leader.line.stop();
    await settle();
    expect([...server.open][0]?.presence).toEqual([['customer:6', 'viewing']]);
  });

  it('take the lead from one that has fallen silent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const stuck = openTab();
      const other = openTab();
      await vi.advanceTimersByTimeAsync(10);
      vi.spyOn(stuck.line as unknown as { hear: () => void }, 'hear').mockImplementation(() => undefined);
      server.open.clear(); // its socket is deaf, too
      await vi.advanceTimersByTimeAsync(LEADER_SILENCE_MS + 10);
      server.happens(2);
      await vi.advanceTimersByTimeAsync(10);
      expect(other.heard).toEqual([1, 2]);
    } finally {
      vi.useRealTimers();
    }
  });
});
