import { Select, Text, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useFindMembersQuery, useGetMemberQuery } from '../api/members';
import { fullName } from '../i18n/fullName';

interface MemberSelectProps extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  value: number | null;
  onChange: (id: number | null) => void;
  ref?: Ref<HTMLInputElement>;
}

const TYPING_MS = 200;

/** Finds a member by typing; the server searches. */
export function MemberSelect({ value, onChange, ...field }: MemberSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data: selected } = useGetMemberQuery(value ?? 0, { skip: !value });
  // Once chosen, the box shows the name: it is no question any more.
  const question = selected && typed === fullName(selected) ? '' : asked;
  const { data: found = [], isFetching } = useFindMembersQuery(question);
  const options = selected && !found.some(({ id }) => id === selected.id) ? [selected, ...found] : found;
  const byId = new Map(options.map((member) => [String(member.id), member]));
  return (
    <Select
      label={t('field.customer')}
      {...field}
      data={options.map((member) => ({ value: String(member.id), label: fullName(member) }))}
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
    />
  );
}
