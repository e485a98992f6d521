import { Select, Skeleton, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsentChange, ConsentState, Customer } from '../../api/shapes';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { wallTimeAt, useDates } from '../../i18n/dates';
import { useCan, useMe } from '../../session/useMe';
import { useChangeConsentMutation, useGetConsentsQuery } from './api';

const sources = [
  'in_person',
  'paper',
  'phone',
  'email',
] as const satisfies readonly ConsentChange['source'][];
type Source = (typeof sources)[number];

/** What a member agreed to. Staff say how they were told; a member just says it. */
export function Consents({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { customer: own } = useMe();
  const isOwn = own === customer.id;
  const mayChange = useCan('core.change_customer') || isOwn;
  const { data, error, refetch } = useGetConsentsQuery(customer.id);
  const [change, { error: refused, isLoading, originalArgs }] = useChangeConsentMutation();
  const refusal = useRefusal();
  const [source, setSource] = useState<Source>('in_person');
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={140} aria-busy />;
  return (
    <Stack gap="md">
      <FormRefusal message={refused && refusal(refused)} />
      {data.map((state) => (
        <Kind
          key={state.kind}
          state={state}
          busy={isLoading && originalArgs?.change.kind === state.kind}
          readOnly={!mayChange}
          onChange={(given) =>
            void change({ id: customer.id, change: { kind: state.kind, given, ...(!isOwn && { source }) } })
          }
        />
      ))}
      {mayChange && !isOwn && (
        <Select
          label={t('consent.howTold')}
          description={t('consent.howToldHint')}
          data={sources.map((value) => ({ value, label: t(`consent.source.${value}`) }))}
          value={source}
          onChange={(value) => setSource(value ?? 'in_person')}
          allowDeselect={false}
          maw={320}
        />
      )}
    </Stack>
  );
}

interface KindProps {
  state: ConsentState;
  busy: boolean;
  readOnly: boolean;
  onChange: (given: boolean) => void;
}

function Kind({ state, busy, readOnly, onChange }: KindProps) {
  const { t } = useTranslation();
  const { timeZone, date } = useDates();
  const { kind, given, at, source } = state;
  const since = at && {
    date: date(wallTimeAt(at, timeZone).date),
    source: source ? t(`consent.source.${source}`) : '',
  };
  return (
    <Switch
      label={t(`consent.kind.${kind}`)}
      description={since ? t(given ? 'consent.since' : 'consent.withdrawn', since) : t('consent.never')}
      checked={given}
      disabled={readOnly || busy}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
