import { Button, Group, Text } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface CursorBarProps {
  /** How many there are in all, as far as that is known. */
  total?: string | undefined;
  next: string | null;
  previous: string | null;
  onCursor: (cursor: string) => void;
}

/** Back and forth in a list that has no page numbers. */
export function CursorBar({ total, next, previous, onCursor }: CursorBarProps) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" mt="md" mih={32}>
      <Text size="sm" c="var(--quiet)" role="status">
        {total}
      </Text>
      {(next ?? previous) && (
        <Group gap="xs" component="nav" aria-label={t('list.pages')}>
          <Button
            variant="default"
            size="sm"
            leftSection={<ChevronLeft size={16} aria-hidden />}
            disabled={!previous}
            onClick={() => previous && onCursor(previous)}
          >
            {t('list.previous')}
          </Button>
          <Button
            variant="default"
            size="sm"
            rightSection={<ChevronRight size={16} aria-hidden />}
            disabled={!next}
            onClick={() => next && onCursor(next)}
          >
            {t('list.next')}
          </Button>
        </Group>
      )}
    </Group>
  );
}
