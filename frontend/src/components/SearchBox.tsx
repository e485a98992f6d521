import { CloseButton, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchBox } from './useListQuestion';

interface SearchBoxProps {
  label: string;
  search: string;
  onSearch: (text: string) => void;
}

export function SearchBox({ label, search, onSearch }: SearchBoxProps) {
  const { t } = useTranslation();
  const { typed, change } = useSearchBox(search, onSearch);
  return (
    <TextInput
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<Search size={18} aria-hidden />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={t('list.clearSearch')} onClick={() => change('')} />
      }
      w={{ base: '100%', sm: 340 }}
      maxLength={100}
    />
  );
}
