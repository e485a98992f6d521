import { Button, Stack, Text, Title } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../session/useMe';

/** What the centre holds about oneself, to take along. */
export function OwnData() {
  const { t } = useTranslation();
  const { customer } = useMe();
  if (customer === null) return null;
  return (
    <Stack gap="xs" align="flex-start">
      <Title order={2} size="h4">
        {t('transfer.ownTitle')}
      </Title>
      <Text c="var(--quiet)">{t('transfer.ownText')}</Text>
      <Button
        component="a"
        href="/api/me/data/"
        download
        variant="default"
        leftSection={<Download size={16} aria-hidden />}
      >
        {t('transfer.dataDownload')}
      </Button>
    </Stack>
  );
}
