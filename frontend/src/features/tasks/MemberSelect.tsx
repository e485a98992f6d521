import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { fullName } from '../../i18n/fullName';
import { useFindMembersForTaskQuery, useGetMemberQuery } from './api';

interface MemberSelectProps {
  value: number | null;
  onChange: (id: number | null) => void;
  onBlur: () => void;
  name: string;
  ref: Ref<HTMLInputElement>;
  error?: string | undefined;
}

const TYPING_MS = 200;

/** Whom a task is about, found by typing; nobody in particular is a good answer, too. */
export function MemberSelect({ value, onChange, error, ...field }: MemberSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data: selected } = useGetMemberQuery(value ?? 0, { skip: !value });
  const question = selected && typed === fullName(selected) ? '' : asked;
  const { data: found = [], isFetching } = useFindMembersForTaskQuery(question);
  const options = selected && !found.some(({ id }) => id === selected.id) ? [selected, ...found] : found;
  return (
    <Select
      {...field}
      label={t('field.customer')}
      placeholder={t('tasks.nobodyInParticular')}
      data={options.map((member) => ({ value: String(member.id), label: fullName(member) }))}
      value={value && selected ? String(value) : null}
      onChange={(id) => onChange(id ? Number(id) : null)}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already, by more than the name.
      filter={({ options: all }) => all}
      nothingFoundMessage={isFetching ? t('list.searching') : t('list.noResults')}
      clearable
      clearButtonProps={{ 'aria-label': t('tasks.clearMember') }}
      error={error}
    />
  );
}
