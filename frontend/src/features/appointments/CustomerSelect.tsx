import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { fullName } from '../../i18n/fullName';
import { useFindCustomersQuery, useGetBookedCustomerQuery } from './api';

interface CustomerSelectProps {
  value: number | null;
  onChange: (id: number | null) => void;
  onBlur: () => void;
  name: string;
  ref: Ref<HTMLInputElement>;
  error?: string | undefined;
}

const TYPING_MS = 200;

/** Finds a member by typing; the server searches. */
export function CustomerSelect({ value, onChange, error, ...field }: CustomerSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data: selected } = useGetBookedCustomerQuery(value ?? 0, { skip: !value });
  // Once chosen, the box shows the name: it is no question any more.
  const question = selected && typed === fullName(selected) ? '' : asked;
  const { data: found = [], isFetching } = useFindCustomersQuery(question);
  const options = selected && !found.some(({ id }) => id === selected.id) ? [selected, ...found] : found;
  const byId = new Map(options.map((customer) => [String(customer.id), customer]));

  return (
    <Select
      {...field}
      label={t('field.customer')}
      placeholder={t('appointments.findCustomer')}
      data={options.map((customer) => ({ value: String(customer.id), label: fullName(customer) }))}
      value={value && selected ? String(value) : null}
      onChange={(id) => onChange(id ? Number(id) : null)}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already, by more than the name.
      filter={({ options: all }) => all}
      nothingFoundMessage={isFetching ? t('list.searching') : t('list.noResults')}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="var(--quiet)">
            {byId.get(option.value)?.email}
          </Text>
        </div>
      )}
      error={error}
      data-autofocus={!value || undefined}
    />
  );
}
