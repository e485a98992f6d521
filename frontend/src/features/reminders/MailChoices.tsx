import { Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { useChooseMailsMutation, useListMailChoicesQuery } from './api';

/** Of what one wants to be reminded by email. Shown as the server has it: a switch turns when it has answered. */
export function MailChoices() {
  const { t } = useTranslation();
  const { data, error, refetch } = useListMailChoicesQuery();
  const [choose, { error: refused }] = useChooseMailsMutation();
  const refusal = useRefusal();
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={90} aria-busy />;
  return (
    <Stack gap="md">
      <Text size="sm" c="var(--quiet)">
        {t('reminders.mails.hint')}
      </Text>
      <FormRefusal message={refused && refusal(refused)} />
      {data.map(({ kind, wanted }) => (
        <Switch
          key={kind}
          label={t(`reminder.kind.${kind}`)}
          checked={wanted}
          onChange={(event) => void choose({ kind, wanted: event.currentTarget.checked })}
        />
      ))}
    </Stack>
  );
}
