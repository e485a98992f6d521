import { Group, Text } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import type { Picture } from '../api/shapes';
import classes from './Person.module.css';
import { Photo } from './Photo';

interface PersonProps {
  name: string;
  picture?: Picture | null;
  /** The name, as a link to the person where there is one. */
  children: ReactNode;
  below?: ReactNode;
}

/** Somebody in a list: picture or initials, and name. */
export function Person({ name, picture, children, below }: PersonProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Portrait name={name} picture={picture} />
      <div style={{ minWidth: 0 }}>
        {children}
        {below && (
          <Text component="div" size="sm" c="var(--quiet)" hiddenFrom="sm" truncate>
            {below}
          </Text>
        )}
      </div>
    </Group>
  );
}

interface PortraitProps {
  name: string;
  picture?: Picture | null | undefined;
  /** A length; that of a row without it. */
  size?: string;
}

/** What stands for a person beside the name: the picture, or the initials. */
export function Portrait({ name, picture, size = '2.25rem' }: PortraitProps) {
  // The small one has 96 pixels: enough for a row on the finest screen.
  const link = picture && (parseFloat(size) > 3 ? picture.large : picture.small);
  return (
    <span
      className={classes.portrait}
      style={{ '--hue': hue(name), '--size': size } as CSSProperties}
      // Drawn and not written: it is no part of what a button around it says.
      data-initials={initials(name)}
      aria-hidden
    >
      {link && <Photo key={picture.id} link={link} shownBy={['Customer', 'Staff']} />}
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
