import { Group, Pagination, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface PageBarProps {
  page: number;
  count: number;
  pageSize: number;
  onPage: (page: number) => void;
}

export function PageBar({ page, count, pageSize, onPage }: PageBarProps) {
  const { t } = useTranslation();
  const pages = Math.ceil(count / pageSize);
  return (
    <Group justify="space-between" mt="md" mih={32}>
      <Text size="sm" c="var(--quiet)" role="status">
        {t('list.range', { from: (page - 1) * pageSize + 1, to: Math.min(page * pageSize, count), count })}
      </Text>
      {pages > 1 && (
        <Pagination
          aria-label={t('list.pages')}
          total={pages}
          value={page}
          onChange={onPage}
          size="sm"
          getItemProps={(number) => ({ 'aria-label': t('list.page', { page: number }) })}
          getControlProps={(control) =>
            control === 'previous' || control === 'next' ? { 'aria-label': t(`list.${control}`) } : {}
          }
        />
      )}
    </Group>
  );
}
