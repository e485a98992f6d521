import { expect, it } from 'vitest';
import { fullName } from './fullName';

// The samples are those of `core/tests/test_names.py`.
it.each([
  ['Mia', 'Winter', 'Mia Winter'],
  ['伟', '王', '王伟'],
  ['さくら', '佐藤', '佐藤さくら'],
  ['ユーリ', '佐々木', '佐々木ユーリ'],
  ['민준', '김', '김민준'],
  ['Amy', '陈', 'Amy 陈'],
  ['阿依古丽', '·买买提', '阿依古丽 ·买买提'],
  ['Анна', 'Иванова', 'Анна Иванова'],
  ['Cher', '', 'Cher'],
  ['', '', ''],
])('%s of the family %s is %s', (first_name, last_name, whole) => {
  expect(fullName({ first_name, last_name })).toBe(whole);
});
