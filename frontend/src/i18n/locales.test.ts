import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';
import zhHans from './zh-Hans.json';

type Tree = { [key: string]: Tree | string };

function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const english = new Map(flat(en));
const chinese = new Map(flat(zhHans));
const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('the languages', () => {
  it('say the same things', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english])('name the same values in %s', (key, text) => {
    expect(values(chinese.get(key) ?? '')).toEqual(values(text));
  });

  it('leave nothing untranslated', () => {
    expect([...chinese].filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  // That every key that is used exists, the compiler sees to.
  it('carry no key that nothing uses', () => {
    const code = sources(join(import.meta.dirname, '..')).join('\n');
    // Keys made of parts, such as `reminder.state.${state}`, are used by their beginning.
    const beginnings = [...code.matchAll(/[`']([\w.]+\.)\$\{/g)].map(([, beginning]) => beginning ?? '');
    const branches = [...code.matchAll(/t\('(\w+)', \{ returnObjects/g)].map(([, branch]) => `${branch}.`);
    const unused = [...english.keys()].filter(
      (key) =>
        !code.includes(`'${key}'`) &&
        // Which form of a number it is, the library chooses.
        !code.includes(`'${key.replace(/_(one|other)$/, '')}'`) &&
        ![...beginnings, ...branches].some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });
});
