import { Group, Text } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import classes from './Person.module.css';

interface PersonProps {
  name: string;
  /** The name, as a link to the person where there is one. */
  children: ReactNode;
  below?: ReactNode;
}

/** Somebody in a list: initials and name. */
export function Person({ name, children, below }: PersonProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Initials name={name} />
      <div style={{ minWidth: 0 }}>
        {children}
        {below && (
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm" truncate>
            {below}
          </Text>
        )}
      </div>
    </Group>
  );
}

/** `size` is a length; that of a row without it. */
export function Initials({ name, size = '2.25rem' }: { name: string; size?: string }) {
  return (
    <span
      className={classes.initials}
      style={{ '--hue': hue(name), '--size': size } as CSSProperties}
      aria-hidden
    >
      {initials(name)}
    </span>
  );
}

/** 王伟 is known by the given name, Mia Winter by both first letters. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? '');
  if (/\p{Script=Han}/u.test(name)) return first.slice(0, 2).join('');
  return [first[0], words.length > 1 ? Array.from(words.at(-1) ?? '')[0] : ''].join('').toUpperCase();
}

/** Always the same for a name. */
function hue(name: string): number {
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0) ?? 0;
  return (sum * 47) % 360;
}
