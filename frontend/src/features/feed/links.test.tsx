import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LinkedText } from './LinkedText';
import { partsOf } from './links';

const shown = (text: string) => partsOf(text).flatMap(({ link }) => (link ? [link.shown] : []));

describe('an address in a text', () => {
  it.each([
    ['See https://example.org/a?b=c#d.', 'example.org/a?b=c#d'],
    ['(https://example.org/run)', 'example.org/run'],
    ['https://de.example.org/wiki/Kraft_(Sport)', 'de.example.org/wiki/Kraft_(Sport)'],
    ['看 https://example.org/训练。很好', 'example.org/训练'],
    ['HTTPS://EXAMPLE.org', 'example.org'],
    ['http://example.org:8080/', 'example.org:8080'],
  ])('is found in %s', (text, address) => expect(shown(text)).toEqual([address]));

  it.each([
    ['of another alphabet', 'https://аpple.com/login', 'xn--pple-43d.com/login'],
    ['with full-width dots', 'https://example．org。evil．example', 'example.org'],
    ['whose path hides something', 'https://example.org/%E2%80%AEgpj', 'example.org/%E2%80%AEgpj'],
    ['by its number', 'http://0x7f.1/', '127.0.0.1'],
  ])('%s is shown as where it leads', (_what, text, address) => expect(shown(text)).toEqual([address]));

  it.each([
    'javascript:alert(1)',
    'data:text/html,https',
    'ftp://example.org',
    'https://bank.example@evil.example/',
    'https://user:pw@evil.example/',
    'https://',
    'https://localhost',
    'https://a,b.example',
    'xhttps://example.org',
    'https://exa mple'.replace(' ', '\u2028'),
    'https://[::1',
  ])('%j leads nowhere', (text) => expect(shown(text)).toEqual([]));
});

it('is a link that gives nothing away, and what looks like HTML is what was written', () => {
  const text = 'Look <img src=x onerror=alert(1)> https://example.org/<script>';
  const { container } = render(<LinkedText text={text} />, { wrapper: MantineProvider });
  const link = screen.getByRole('link', { name: 'example.org' });
  expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow ugc');
  expect(link).toHaveAttribute('target', '_blank');
  expect(link).toHaveAttribute('href', 'https://example.org/');
  expect(container.querySelector('img, script')).toBeNull();
  expect(container).toHaveTextContent('Look <img src=x onerror=alert(1)> example.org<script>');
});

it('whatever stands around and in an address, no character is lost and it leads to a page', () => {
  for (let number = 1; number < 0x110000; number += 211) {
    const odd = String.fromCodePoint(number);
    for (const text of [`a${odd}https://e${odd}x.example/${odd}?${odd}`, `https://x.example${odd}.y/`]) {
      const parts = partsOf(text);
      expect(parts.map(({ text: said }) => said).join('')).toBe(text);
      for (const { link } of parts) {
        if (link) expect(link.href).toMatch(/^https:\/\/[a-z0-9_.-]+\/[!-~]*$/);
      }
    }
  }
});
