import { Avatar, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface PersonProps {
  name: string;
  /** The name, as a link to the person where there is one. */
  children: ReactNode;
  below?: ReactNode;
}

const tints = ['pine', 'ember', 'grape', 'indigo', 'teal', 'yellow'];

/** Somebody in a list: initials and name. */
export function Person({ name, children, below }: PersonProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar size={36} radius="xl" color={tint(name)} variant="light" aria-hidden>
        {initials(name)}
      </Avatar>
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

/** 王伟 is known by the given name, Mia Winter by both first letters. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? '');
  if (/\p{Script=Han}/u.test(name)) return first.slice(0, 2).join('');
  return [first[0], words.length > 1 ? Array.from(words.at(-1) ?? '')[0] : ''].join('').toUpperCase();
}

function tint(name: string): string {
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0) ?? 0;
  return tints[sum % tints.length] ?? 'pine';
}
