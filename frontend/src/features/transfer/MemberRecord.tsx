import { Button, Card, Stack, Text, Title } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';
import { useCan } from '../../session/useMe';
import { EraseMember } from './EraseMember';
import { MergeMember } from './MergeMember';

/** What is done with the whole of a record: given out, made one with another, erased. */
export function MemberRecord({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const mayExport = useCan('core.export_customer');
  const mayMerge = useCan('core.merge_customer');
  const mayErase = useCan('core.erase_customer');
  return (
    <Stack gap="lg">
      {mayMerge && (
        <Card withBorder radius="lg">
          <Title order={2} size="h4" mb={4}>
            {t('transfer.mergeTitle')}
          </Title>
          <Text c="var(--quiet)" mb="sm">
            {t('transfer.mergeText')}
          </Text>
          <MergeMember customer={customer} />
        </Card>
      )}
      {mayExport && (
        <Card withBorder radius="lg">
          <Title order={2} size="h4" mb={4}>
            {t('transfer.dataTitle')}
          </Title>
          <Text c="var(--quiet)" mb="sm">
            {t('transfer.dataText')}
          </Text>
          <Button
            component="a"
            href={`/api/customers/${customer.id}/data/`}
            download
            variant="default"
            leftSection={<Download size={16} aria-hidden />}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('transfer.dataDownload')}
          </Button>
        </Card>
      )}
      {mayErase && (
        <Card withBorder radius="lg">
          <Title order={2} size="h4" mb={4}>
            {t('transfer.eraseTitle')}
          </Title>
          <Text c="var(--quiet)" mb="sm">
            {t('transfer.eraseText')}
          </Text>
          <EraseMember customer={customer} />
        </Card>
      )}
    </Stack>
  );
}
