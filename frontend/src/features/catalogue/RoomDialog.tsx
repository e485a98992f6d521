import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isApiError } from '../../api/errors';
import type { Room } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { EditConflict } from '../../components/EditConflict';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useRefusal, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { useMergedEdit } from '../../components/useMergedEdit';
import { useCan } from '../../session/useMe';
import { useAddRoomMutation, useChangeRoomMutation, useDeleteRoomMutation } from './api';
import { MOST_SEATS } from './serviceValues';

const schema = z.object({
  name: z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong'),
  capacity: z.number('validation.required').int().min(1).max(MOST_SEATS),
});
type Values = z.infer<typeof schema>;
const valuesOf = ({ name, capacity }: Room): Values => ({ name, capacity });

/** A room that is there, or a new one. */
export function RoomDialog({ room, onClose }: { room?: Room; onClose: () => void }) {
  useFocusBack();
  const { t } = useTranslation();
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: room ? valuesOf(room) : { name: '', capacity: 12 },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [add] = useAddRoomMutation();
  const [change] = useChangeRoomMutation();
  const edit = useMergedEdit<Room, Values>({
    form,
    record: room,
    valuesOf,
    send: (values, version) => (room ? change({ id: room.id, version, change: values }) : add(values)),
    onSaved: ({ name }) => {
      confirmDone(t('rooms.saved', { name }));
      onClose();
    },
    onRefused: showErrors,
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={room ? t('rooms.edit', { name: room.name }) : t('rooms.add')}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void edit.submit();
        }}
        noValidate
      >
        <Stack>
          <FormRefusal message={message('root')} />
          <TextInput
            {...form.register('name')}
            label={t('field.called')}
            error={message('name')}
            data-autofocus
          />
          <Controller
            control={form.control}
            name="capacity"
            render={({ field: { onChange, ...field } }) => (
              <NumberInput
                {...field}
                onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)}
                label={t('rooms.seats')}
                min={1}
                max={MOST_SEATS}
                allowDecimal={false}
                error={message('capacity')}
              />
            )}
          />
          <Group justify="space-between">
            {room ? <DeleteRoom room={room} onDone={onClose} /> : <span />}
            <Button type="submit" loading={isSubmitting}>
              {t('rooms.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <EditConflict
        clashes={edit.clashes}
        labelOf={(field) => t(field === 'name' ? 'field.called' : 'rooms.seats')}
        onResolve={edit.resolve}
        onClose={edit.dismiss}
      />
    </Dialog>
  );
}

function DeleteRoom({ room, onDone }: { room: Room; onDone: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const mayDelete = useCan('scheduling.delete_room');
  const [asking, setAsking] = useState(false);
  const [remove, { isLoading, error, reset }] = useDeleteRoomMutation();
  const { id, name } = room;
  const confirm = async () => {
    const { error: refused } = await remove(id);
    if (refused) return;
    confirmDone(t('rooms.deleted', { name }));
    onDone();
  };
  if (!mayDelete) return <span />;
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        onClick={() => {
          reset();
          setAsking(true);
        }}
      >
        {t('rooms.delete')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('rooms.deleteTitle', { name })}
        text={t('rooms.deleteText', { name })}
        confirm={t('rooms.delete')}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && (isApiError(error) && error.code === 'in_use' ? t('rooms.inUse') : refusal(error))}
        onConfirm={() => void confirm()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
