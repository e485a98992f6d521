import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import { useFindMembersQuery } from '../../api/members';
import { confirmDone } from '../../components/toast';
import { fullName } from '../../i18n/fullName';
import type { SessionRow } from './api';
import { useBookMemberMutation } from './rosterApi';
import { useBookingRefusal } from './useBookingRefusal';

const TYPING_MS = 200;
/** What the staff may set aside by saying why; a full class or somebody elsewhere isn't theirs to overrule. */
const overruled = [
  'no_membership',
  'not_started',
  'expired',
  'left',
  'frozen',
  'plan_excluded',
  'no_visits_left',
];

/** Books whoever is found: type, arrow, Enter. The search is ready for the next one then. */
export function BookMember({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data: found = [], isFetching } = useFindMembersQuery(asked);
  const [book, { error, isLoading, originalArgs, reset }] = useBookMemberMutation();
  const [reason, setReason] = useState('');
  const refusal = useBookingRefusal('theirs');
  const isFull = session.seats_left === 0;

  const send = async (customer: number, anyway?: string) => {
    const { data } = await book({
      session: session.id,
      customer,
      ...(anyway ? { anyway } : isFull && { waitlist: true }),
    });
    setTyped('');
    input.current?.focus();
    if (!data) return;
    setReason('');
    confirmDone(
      t(data.state === 'waitlisted' ? 'roster.waits' : 'roster.booked', { name: data.customer_name }),
    );
  };
  const pick = (id: string | null) => {
    const customer = found.find((row) => String(row.id) === id);
    if (customer) void send(customer.id);
  };
  const code = isApiError(error) ? (Object.values(error.fields)[0]?.[0]?.code ?? error.code) : '';
  return (
    <Stack gap="xs" mb="md">
      <Select
        ref={input}
        label={t(isFull ? 'roster.addWaiting' : 'roster.add')}
        placeholder={t('appointments.findCustomer')}
        data={found.map((row) => ({ value: String(row.id), label: fullName(row) }))}
        value={null}
        onChange={pick}
        searchable
        selectFirstOptionOnChange
        searchValue={typed}
        onSearchChange={(text) => {
          setTyped(text);
          if (text) reset();
        }}
        // The server has searched already, by more than the name.
        filter={({ options }) => options}
        nothingFoundMessage={isFetching ? t('list.searching') : t('list.noResults')}
        renderOption={({ option }) => (
          <div>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="var(--quiet)">
              {found.find((row) => String(row.id) === option.value)?.email}
            </Text>
          </div>
        )}
        disabled={isLoading}
      />
      {error && (
        <Alert color="red" role="alert" withCloseButton closeButtonLabel={t('action.close')} onClose={reset}>
          <Text size="sm">{refusal(error)}</Text>
          {originalArgs && overruled.includes(code) && (
            <Group mt="sm" align="flex-end" wrap="nowrap">
              <TextInput
                label={t('roster.anywayWhy')}
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.currentTarget.value)}
                style={{ flex: 1 }}
              />
              <Button
                disabled={!reason.trim()}
                loading={isLoading}
                onClick={() => void send(originalArgs.customer, reason.trim())}
              >
                {t('roster.anyway')}
              </Button>
            </Group>
          )}
        </Alert>
      )}
    </Stack>
  );
}
