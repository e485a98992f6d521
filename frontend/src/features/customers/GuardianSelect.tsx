import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListCustomersQuery } from './api';
import { fullName } from '../../i18n/fullName';

interface Guardian {
  id: number;
  name: string;
}

interface GuardianSelectProps {
  value: Guardian | null;
  onChange: (guardian: Guardian | null) => void;
  onBlur: () => void;
  /** The minor, who is not offered. */
  except: number | undefined;
  error: string | undefined;
  readOnly: boolean;
}

const TYPING_MS = 200;

/** Finds the member who answers for a minor; the server searches. */
export function GuardianSelect({ value, onChange, onBlur, except, error, readOnly }: GuardianSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value?.name ?? '');
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const question = search === value?.name ? '' : search;
  const { data, isFetching } = useListCustomersQuery({ ...(question && { search: question }) });
  const found = (data?.results ?? [])
    .filter(({ id }) => id !== except && id !== value?.id)
    .map((row) => ({ id: row.id, name: fullName(row), number: row.member_number }));
  return (
    <Select
      label={t('field.guardian')}
      description={t('customers.guardianHint')}
      placeholder={t('customers.findGuardian')}
      data={[
        ...(value ? [{ value: String(value.id), label: value.name }] : []),
        ...found.map(({ id, name, number }) => ({ value: String(id), label: `${name} · ${number}` })),
      ]}
      value={value && String(value.id)}
      onChange={(id) => {
        const chosen = found.find((row) => String(row.id) === id);
        if (chosen) onChange({ id: chosen.id, name: chosen.name });
        else if (id === null) onChange(null);
      }}
      onBlur={onBlur}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={isFetching ? t('list.searching') : t('list.noResults')}
      clearable={!readOnly}
      clearButtonProps={{ 'aria-label': t('customers.clearGuardian') }}
      readOnly={readOnly}
      error={error}
    />
  );
}
