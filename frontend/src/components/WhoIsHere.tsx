import { Group, Text } from '@mantine/core';
import { Eye, PencilLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBePresent, useOthersPresent } from '../realtime/presence';
import { Portrait } from './Person';

const NAMED = 3;

/** Which colleagues look at the same thing, or are changing it; and tells them of this person. */
export function WhoIsHere({ topic }: { topic: string }) {
  const { t, i18n } = useTranslation();
  useBePresent(topic, 'viewing');
  const { people, more } = useOthersPresent(topic);
  const editors = people.filter(({ doing }) => doing === 'editing');
  const isEdited = editors.length > 0;
  const meant = isEdited ? editors : people;
  const rest = meant.length - NAMED + (isEdited ? 0 : more);
  const names = meant.slice(0, NAMED).map(({ name }) => name);
  const list = new Intl.ListFormat(i18n.language === 'zh-hans' ? 'zh-Hans' : i18n.language).format(
    rest > 0 ? [...names, t('presence.more', { more: rest })] : names,
  );
  return (
    <div role="status">
      {meant.length > 0 && (
        <Group
          gap="xs"
          wrap="nowrap"
          px="sm"
          py={6}
          w="fit-content"
          bdrs="xl"
          bg={isEdited ? 'var(--spark-veil)' : 'var(--hover)'}
        >
          {meant.slice(0, NAMED).map(({ id, name }) => (
            <Portrait key={id} name={name} size="1.5rem" />
          ))}
          {isEdited ? <PencilLine size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          <Text size="sm">{t(isEdited ? 'presence.editing' : 'presence.viewing', { names: list })}</Text>
        </Group>
      )}
    </div>
  );
}
