import { Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { useChooseMutation, useListChoicesQuery, type Choice, type Kind } from './api';
import { isKind } from './kinds';

/** Of what one wants to be told. Shown as the server has it: a switch turns when it has answered. */
export function NotificationChoices() {
  const { t } = useTranslation();
  const { data, error, refetch } = useListChoicesQuery();
  const [choose, { error: refused }] = useChooseMutation();
  const refusal = useRefusal();
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={160} aria-busy />;
  const turn = (kind: string, on: boolean) => void choose({ kind, channels: on ? ['in_app'] : [] });
  return (
    <Stack gap="md">
      <Text size="sm" c="var(--quiet)">
        {t('notifications.choicesHint')}
      </Text>
      <FormRefusal message={refused && refusal(refused)} />
      {data.filter(isKnown).map(({ kind, channels }) => (
        <Switch
          key={kind}
          label={t(`notifications.kind.${kind}`)}
          checked={channels.includes('in_app')}
          onChange={(event) => turn(kind, event.currentTarget.checked)}
        />
      ))}
    </Stack>
  );
}

function isKnown(choice: Choice): choice is Choice & { kind: Kind } {
  return isKind(choice.kind);
}
