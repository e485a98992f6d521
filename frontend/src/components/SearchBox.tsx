import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchBox } from './useListQuestion';

interface SearchBoxProps {
  label: string;
  search: string;
  onSearch: (text: string) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** The key that leads here, for those who have a keyboard. */
  hotkey?: string;
  ref?: Ref<HTMLInputElement>;
}

export function SearchBox({ label, search, onSearch, onKeyDown, hotkey, ref }: SearchBoxProps) {
  const { t } = useTranslation();
  const { typed, change } = useSearchBox(search, onSearch);
  return (
    <TextInput
      {...(ref && { ref })}
      type="search"
      role="searchbox"
      aria-label={label}
      aria-keyshortcuts={hotkey}
      placeholder={label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      {...(onKeyDown && { onKeyDown })}
      leftSection={<Search size={18} aria-hidden />}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label={t('list.clearSearch')} onClick={() => change('')} />
        ) : (
          hotkey && (
            <Kbd size="xs" visibleFrom="sm" aria-hidden>
              {hotkey}
            </Kbd>
          )
        )
      }
      w={{ base: '100%', sm: 340 }}
      maxLength={100}
    />
  );
}
