import { Group, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useMe } from '../session/useMe';

/** The heading of a screen and what can be done on it; names the browser tab too. */
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  const { centre_name: centre } = useMe();
  useEffect(() => {
    document.title = `${title} · ${centre}`;
  }, [title, centre]);
  return (
    <Group component="header" justify="space-between" mb="lg" wrap="nowrap">
      <Title order={1}>{title}</Title>
      {children}
    </Group>
  );
}
