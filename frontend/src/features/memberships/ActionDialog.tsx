import { Alert, Button, Group, Loader, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { Dialog } from '../../components/Dialog';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { daysLater, today, useDates } from '../../i18n/dates';
import {
  useActMutation,
  useListPlansQuery,
  usePreviewActionMutation,
  type Action,
  type ActionName,
} from './api';
import { MembershipFacts } from './MembershipFacts';
import classes from './Memberships.module.css';
import { useActionRefusal } from './useActionRefusal';

interface ActionDialogProps {
  name: ActionName;
  customer: number;
  /** None for a sale. */
  membership?: Membership | undefined;
  onClose: () => void;
}

interface Draft {
  plan: number | null;
  /** Empty: what the plan costs, less what an upgrade is credited. */
  price: number | string;
  starts_on: string | null;
  ends_on: string | null;
  last_day: string | null;
  reason: string;
}

/** Asks what a change needs and shows the days and the price that come of it before it is done. */
export function ActionDialog({ name, customer, membership, onClose }: ActionDialogProps) {
  useFocusBack();
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const { data: plans } = useListPlansQuery();
  const [draft, setDraft] = useState(() => blank(name, membership, today(timeZone)));
  const action = actionOf(name, customer, membership, draft);
  const [asked] = useDebouncedValue(action && JSON.stringify(action), 250);
  const [preview, { data: outcome, error, isLoading }] = usePreviewActionMutation();
  const [act, { error: refusedNow, isLoading: isActing }] = useActMutation();
  const refusal = useActionRefusal();
  const isAsked = asked !== null && asked === (action && JSON.stringify(action));

  useEffect(() => {
    if (asked) void preview(JSON.parse(asked) as Action);
  }, [asked, preview]);

  const set = (change: Partial<Draft>) => setDraft((held) => ({ ...held, ...change }));
  const confirm = async () => {
    if (!action) return;
    const { data } = await act(action);
    if (!data) return;
    confirmDone(t(`memberships.done.${name}`));
    onClose();
  };
  const day = (field: 'starts_on' | 'ends_on' | 'last_day', label: string, clearable = false) => (
    <DayInput
      label={label}
      value={draft[field]}
      onChange={(value) => set({ [field]: value })}
      placeholder={t('memberships.byItself')}
      clearable={clearable}
      clearButtonProps={{ 'aria-label': t('memberships.clearDay') }}
    />
  );
  const offered = (plans ?? []).filter((plan) => plan.offered || plan.id === membership?.plan);
  const chosenPlan = plans?.find(({ id }) => id === draft.plan);
  const why = refusedNow ?? (isAsked ? error : undefined);
  const shown = isAsked && !error ? outcome : undefined;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(`memberships.action.${name}`)}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        {(name === 'sell' || name === 'renew' || name === 'upgrade') && (
          <>
            <Select
              label={t('memberships.plan')}
              placeholder={t('memberships.choosePlan')}
              data={offered.map(({ id, name: label }) => ({ value: String(id), label }))}
              value={draft.plan ? String(draft.plan) : null}
              onChange={(id) => set({ plan: id ? Number(id) : null, price: '' })}
              searchable
              nothingFoundMessage={t('list.noResults')}
              data-autofocus
            />
            <Group grow align="flex-start">
              {day('starts_on', t('memberships.startsOn'), true)}
              <NumberInput
                label={t('memberships.price')}
                placeholder={name === 'upgrade' ? t('memberships.lessUnused') : chosenPlan?.price}
                suffix={chosenPlan ? ` ${chosenPlan.currency}` : ''}
                value={draft.price}
                onChange={(price) => set({ price })}
                min={0}
                max={999_999.99}
                decimalScale={2}
                hideControls
                disabled={!chosenPlan}
              />
            </Group>
          </>
        )}
        {name === 'freeze' && (
          <Group grow align="flex-start">
            {day('starts_on', t('memberships.firstFrozen'))}
            {day('ends_on', t('memberships.lastFrozen'))}
          </Group>
        )}
        {name === 'end-freeze' && day('last_day', t('memberships.lastFrozen'))}
        {name === 'cancel' && day('last_day', t('memberships.lastDay'))}
        {(name === 'freeze' || name === 'cancel') && (
          <TextInput
            label={t('memberships.reason')}
            value={draft.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
            maxLength={300}
          />
        )}
        {name === 'restore' && <Text size="sm">{t('memberships.restoreText')}</Text>}
        <div role="status" aria-busy={isLoading}>
          {why ? (
            <Alert color="red">{refusal(why)}</Alert>
          ) : shown ? (
            <Stack gap="xs">
              <Text size="sm" fw={600}>
                {t('memberships.comesOfIt')}
              </Text>
              {[shown.membership, ...shown.affected].map((one) => (
                <div key={one.id} className={classes.outcome}>
                  <MembershipFacts membership={one} />
                </div>
              ))}
            </Stack>
          ) : (
            action && <Loader size="sm" aria-label={t('memberships.working')} />
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('memberships.leave')}
          </Button>
          <Button
            color={name === 'cancel' ? 'red' : 'pine'}
            onClick={() => void confirm()}
            loading={isActing}
            disabled={!shown}
          >
            {t(`memberships.action.${name}`)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function blank(name: ActionName, membership: Membership | undefined, day: string): Draft {
  const current = membership?.freezes.find((freeze) => freeze.ends_on >= day);
  const last =
    name === 'end-freeze' && current
      ? [daysLater(day, -1), daysLater(current.starts_on, -1)].sort().at(-1)
      : name === 'cancel'
        ? (membership?.ends_on ?? day)
        : null;
  return {
    plan: name === 'renew' ? (membership?.plan ?? null) : null,
    price: '',
    starts_on: name === 'freeze' ? daysLater(day, 1) : null,
    ends_on: name === 'freeze' ? daysLater(day, 14) : null,
    last_day: last ?? null,
    reason: '',
  };
}

/** The request, or null while something needed is missing. */
function actionOf(
  name: ActionName,
  customer: number,
  membership: Membership | undefined,
  { plan, price, starts_on, ends_on, last_day, reason }: Draft,
): Action | null {
  const start = {
    ...(starts_on && { starts_on }),
    ...(price !== '' && { price: Number(price).toFixed(2) }),
  };
  if (name === 'sell') return plan ? { name, body: { customer, plan, ...start } } : null;
  if (!membership) return null;
  const { id } = membership;
  switch (name) {
    case 'renew':
    case 'upgrade':
      return plan ? { name, id, body: { plan, ...start } } : null;
    case 'freeze':
      return starts_on && ends_on ? { name, id, body: { starts_on, ends_on, reason } } : null;
    case 'end-freeze': {
      const freeze = membership.freezes.at(-1)?.id;
      return freeze && last_day ? { name, id, body: { freeze, last_day } } : null;
    }
    case 'restore':
      return { name, id, body: {} };
    case 'cancel':
      return last_day ? { name, id, body: { last_day, reason } } : null;
  }
}
