import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { DoorOpen, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Room } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { useCan } from '../../session/useMe';
import { useListRoomPagesQuery } from './api';
import { RoomDialog } from './RoomDialog';

/** Where classes take place. */
export function RoomsPage() {
  const { t } = useTranslation();
  const { page, goToPage } = useListQuestion();
  const { data, error, refetch } = useListRoomPagesQuery(page);
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const mayAdd = useCan('scheduling.add_room');
  const shown = data?.results.find(({ id }) => id === edited);
  const columns: Column<Room>[] = [
    {
      key: 'name',
      header: t('field.called'),
      cell: ({ id, name, capacity }) => (
        <>
          <Anchor component="button" c="inherit" fw={550} underline="never" onClick={() => setEdited(id)}>
            {name}
          </Anchor>
          <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
            {t('rooms.holds', { seats: capacity })}
          </Text>
        </>
      ),
    },
    {
      key: 'seats',
      header: t('rooms.seats'),
      wideOnly: true,
      width: '8rem',
      cell: ({ capacity }) => capacity,
    },
  ];
  return (
    <Stack gap="lg">
      {mayAdd && (
        <Group justify="flex-end">
          <Button leftSection={<Plus size={18} aria-hidden />} onClick={() => setEdited('new')}>
            {t('rooms.add')}
          </Button>
        </Group>
      )}
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 ? (
        <Notice icon={DoorOpen} title={t('rooms.emptyTitle')} text={t('rooms.emptyText')} />
      ) : (
        <div>
          <RecordTable
            label={t('rooms.title')}
            columns={columns}
            rows={data?.results}
            question={String(page)}
            subject={({ id }) => `room/${id}`}
          />
          {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
        </div>
      )}
      {edited === 'new' && <RoomDialog onClose={() => setEdited(null)} />}
      {shown && <RoomDialog key={shown.id} room={shown} onClose={() => setEdited(null)} />}
    </Stack>
  );
}
