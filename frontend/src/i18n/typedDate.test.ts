import { describe, expect, it } from 'vitest';
import { dateOrder, readTypedDate, type DateOrder } from './typedDate';

describe('a date as it is typed', () => {
  it.each<[string, DateOrder, string | undefined]>([
    ['1.5.1990', 'dmy', '1990-05-01'],
    ['01051990', 'dmy', '1990-05-01'],
    ['1 5 90', 'dmy', '1990-05-01'],
    ['010515', 'dmy', '2015-05-01'],
    ['5/1/1990', 'mdy', '1990-05-01'],
    ['05011990', 'mdy', '1990-05-01'],
    ['1990-05-01', 'mdy', '1990-05-01'],
    ['1990年5月1日', 'ymd', '1990-05-01'],
    ['19900501', 'ymd', '1990-05-01'],
    ['19900501', 'dmy', '1990-05-01'],
    ['19900531', 'mdy', '1990-05-31'],
    ['20111990', 'dmy', '1990-11-20'],
    ['29.2.2024', 'dmy', '2024-02-29'],
    ['29.2.2023', 'dmy', undefined],
    ['31.4.1990', 'dmy', undefined],
    ['1.13.1990', 'dmy', undefined],
    ['1.5', 'dmy', undefined],
    ['1.5.199', 'dmy', undefined],
    ['tomorrow', 'dmy', undefined],
    ['', 'dmy', undefined],
  ])('%s in %s is %s', (typed, order, iso) => {
    expect(readTypedDate(typed, order, 2026)).toBe(iso);
  });

  it('follows the order of the language', () => {
    expect(['en-GB', 'de-DE', 'en-US', 'zh-CN'].map(dateOrder)).toEqual(['dmy', 'dmy', 'mdy', 'ymd']);
  });
});
