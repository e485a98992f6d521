import { Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import { Tags } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { RequestFailed } from '../../components/RequestFailed';
import { useCan } from '../../session/useMe';
import { useListPlansQuery } from './api';
import classes from './Memberships.module.css';
import { PlanDialog } from './PlanDialog';
import { useMoney } from './useMoney';
import { usePlanLength } from './usePlanLength';

/** What the centre sells, and for how much. */
export function PlansPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useListPlansQuery();
  const [edited, setEdited] = useState<Plan | 'new' | null>(null);
  const mayAdd = useCan('core.add_plan');
  const mayChange = useCan('core.change_plan');
  const money = useMoney();
  const lengthOf = usePlanLength();
  const add = mayAdd && <Button onClick={() => setEdited('new')}>{t('plans.add')}</Button>;

  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={240} radius="lg" aria-busy />;
  return (
    <>
      {data.length === 0 ? (
        <Notice icon={Tags} title={t('plans.emptyTitle')} text={t('plans.emptyText')}>
          {add}
        </Notice>
      ) : (
        <>
          {add && (
            <Group justify="flex-end" mb="md">
              {add}
            </Group>
          )}
          <ul className={classes.list} aria-label={t('plans.title')}>
            {data.map((plan) => (
              <li key={plan.id} className={classes.row}>
                <Group justify="space-between" align="flex-start">
                  <div className={classes.facts}>
                    <Text fw={650} className={classes.plan}>
                      <span className={classes.dot} style={{ background: plan.colour }} aria-hidden />
                      {plan.name}
                      {!plan.offered && <Badge color="gray">{t('plans.notOffered')}</Badge>}
                    </Text>
                    <Text size="sm">
                      {money(plan.price, plan.currency)} · {lengthOf(plan)}
                    </Text>
                    {plan.includes.length > 0 && (
                      <Text size="sm" c="var(--quiet)">
                        {plan.includes.join(' · ')}
                      </Text>
                    )}
                  </div>
                  {mayChange && (
                    <Button size="compact-sm" variant="light" onClick={() => setEdited(plan)}>
                      {t('plans.edit', { name: plan.name })}
                    </Button>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        </>
      )}
      {edited && <PlanDialog {...(edited !== 'new' && { plan: edited })} onClose={() => setEdited(null)} />}
    </>
  );
}
