import { Anchor } from '@mantine/core';
import { useMemo } from 'react';
import { partsOf } from './links';

/** What somebody wrote. Addresses in it lead there, in a tab that knows nothing of this one. */
export function LinkedText({ text }: { text: string }) {
  const parts = useMemo(() => partsOf(text), [text]);
  return parts.map(({ text: said, link }, at) =>
    link ? (
      <Anchor
        key={at}
        href={link.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        dir="ltr"
        inherit
        underline="always"
      >
        {link.shown}
      </Anchor>
    ) : (
      said
    ),
  );
}
