import { Group, Paper, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface SecuritySectionProps {
  title: string;
  text?: string;
  /** How it stands. */
  badge?: ReactNode;
  children?: ReactNode;
}

export function SecuritySection({ title, text, badge, children }: SecuritySectionProps) {
  const id = useId();
  return (
    <Paper component="section" p="lg" radius="lg" withBorder aria-labelledby={id}>
      <Group justify="space-between" mb={text ? 4 : 'sm'}>
        <Title id={id} order={2} size="h4">
          {title}
        </Title>
        {badge}
      </Group>
      {text && (
        <Text c="var(--quiet)" mb="sm">
          {text}
        </Text>
      )}
      {children}
    </Paper>
  );
}
