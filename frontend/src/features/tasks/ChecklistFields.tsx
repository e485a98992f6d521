import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_CHECKS, type TaskValues } from './taskValues';

type Items = TaskValues['checklist'];

interface ChecklistFieldsProps {
  items: Items;
  onChange: (items: Items) => void;
  error: string | undefined;
}

/** A line for each thing to tick; Enter goes on to the next. */
export function ChecklistFields({ items, onChange, error }: ChecklistFieldsProps) {
  const { t } = useTranslation();
  const last = useRef<HTMLInputElement>(null);
  const hasGrown = useRef(false);
  useEffect(() => {
    if (hasGrown.current) last.current?.focus();
    hasGrown.current = false;
  }, [items.length]);
  const add = () => {
    if (items.length >= MOST_CHECKS) return;
    hasGrown.current = true;
    onChange([...items, { text: '', done: false }]);
  };
  return (
    <Input.Wrapper label={t('tasks.checklist')} labelElement="div" error={error}>
      <Stack gap="xs" mt={4}>
        {items.map((item, at) => (
          <Group key={at} gap="xs" wrap="nowrap">
            <TextInput
              ref={at === items.length - 1 ? last : undefined}
              aria-label={t('tasks.checkNumber', { number: at + 1 })}
              value={item.text}
              maxLength={200}
              onChange={({ currentTarget: { value } }) =>
                onChange(items.map((one, index) => (index === at ? { ...one, text: value } : one)))
              }
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
                event.preventDefault();
                add();
              }}
              style={{ flex: 1 }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('tasks.removeCheck', { number: at + 1 })}
              onClick={() => onChange(items.filter((_, index) => index !== at))}
            >
              <X size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Plus size={15} aria-hidden />}
          disabled={items.length >= MOST_CHECKS}
          onClick={add}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('tasks.addCheck')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
