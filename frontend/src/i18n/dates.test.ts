import { describe, expect, it } from 'vitest';
import {
  daysLater,
  firstDayOfWeek,
  formatLocale,
  instantOf,
  isDate,
  minutesLater,
  wallTimeAt,
  weekdayOf,
  zoneDiffers,
} from './dates';

const berlin = 'Europe/Berlin';

describe('a time on the centre’s clock', () => {
  it.each([
    ['in winter', { date: '2026-11-25', time: '10:00' }, '2026-11-25T09:00:00Z'],
    ['in summer', { date: '2026-06-25', time: '10:00' }, '2026-06-25T08:00:00Z'],
    [
      'that does not exist moves forward by the gap',
      { date: '2026-03-29', time: '02:30' },
      '2026-03-29T01:30:00Z',
    ],
    ['that exists twice is the first', { date: '2026-10-25', time: '02:30' }, '2026-10-25T00:30:00Z'],
  ])('%s', (_name, wall, instant) => {
    expect(instantOf(wall, berlin)).toBe(instant);
  });

  it('comes back as it went', () => {
    const wall = { date: '2026-07-01', time: '18:05' };
    expect(wallTimeAt(instantOf(wall, berlin), berlin)).toEqual(wall);
  });

  it('is told apart from another zone by what its clock shows, not by its name', () => {
    expect(zoneDiffers(berlin, '2026-07-01T09:00:00Z', 'Europe/Paris')).toBe(false);
    expect(zoneDiffers(berlin, '2026-07-01T09:00:00Z', 'Asia/Shanghai')).toBe(true);
  });
});

describe('dates', () => {
  it('are counted as the calendar does, whatever the clocks do', () => {
    expect(daysLater('2026-03-28', 2)).toBe('2026-03-30');
    expect(daysLater('2028-03-01', -1)).toBe('2028-02-29');
    expect(minutesLater('2026-03-29T00:30:00Z', 60)).toBe('2026-03-29T01:30:00Z');
    expect(['2026-11-23', '2026-11-29'].map(weekdayOf)).toEqual([1, 7]);
  });

  it.each(['2026-02-29', '2026-13-01', '20261124', '2026-11-24T10:00', ''])('are no dates: %s', (text) => {
    expect(isDate(text)).toBe(false);
  });

  it('are, as they are written', () => {
    expect(isDate('2028-02-29')).toBe(true);
  });
});

describe('formats follow the person', () => {
  it('in the region they prefer, where it speaks the language of the screen', () => {
    expect(formatLocale('en', ['de-DE', 'en-GB'])).toBe('en-GB');
    expect(formatLocale('zh-hans', ['en-GB', 'zh-SG'])).toBe('zh-SG');
    expect(formatLocale('zh-hans', ['en-GB'])).toBe('zh-CN');
  });

  it('but not in one that is no locale', () => {
    expect(formatLocale('en', ['en-US@posix', 'en-GB'])).toBe('en-GB');
    expect(formatLocale('en', ['en-US@posix'])).toBe('en');
    expect(firstDayOfWeek(formatLocale('zh-hans', ['zh-@', 'zh-']))).toBe(1);
  });

  it('and so does the first day of the week', () => {
    expect(firstDayOfWeek('en-GB')).toBe(1);
    expect(firstDayOfWeek('en-US')).toBe(0);
  });
});
