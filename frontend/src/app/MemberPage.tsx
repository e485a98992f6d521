import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { ArrowLeft, Lock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation, useParams } from 'react-router';
import type { Customer } from '../api/shapes';
import { Notice } from '../components/Notice';
import { RequestFailed } from '../components/RequestFailed';
import { useGetCustomerQuery } from '../features/customers/api';
import { fullName } from '../i18n/fullName';
import { CustomerPortrait } from '../features/pictures/CustomerPortrait';
import { useMe } from '../session/useMe';
import { useAllowed } from './memberCards';
import classes from './MemberPage.module.css';
import { memberActions, memberBadges, memberTabs, memberWarnings } from './memberParts';
import { NotFoundPage } from './NotFoundPage';

/** Everything about one member: who they are, what is to be done for them, and a tab for each side of them. */
export function MemberPage() {
  const { t } = useTranslation();
  const { id, tab = '' } = useParams();
  const customerId = Number(id);
  const { data, error, refetch } = useGetCustomerQuery(customerId);
  const { search } = useLocation();
  // The list that led here, as it was asked for.
  const [cameFrom] = useState(tab ? '' : search);
  const tabs = useAllowed(memberTabs);
  const chosen = tabs.find(({ path }) => path === tab);

  if (!memberTabs.some(({ path }) => path === tab)) return <NotFoundPage />;
  return (
    <>
      <Anchor
        component={Link}
        to={{ pathname: '/members', search: cameFrom }}
        className={classes.back}
        c="var(--quiet)"
        size="sm"
      >
        <ArrowLeft size={16} aria-hidden />
        {t('customers.title')}
      </Anchor>
      {data ? (
        <>
          <Header key={customerId} customer={data} />
          <nav className={classes.tabs} aria-label={t('member.tabs')}>
            <ul>
              {tabs.map(({ path, label, icon: Icon }) => (
                <li key={path}>
                  <NavLink
                    to={path ? `/members/${customerId}/${path}` : `/members/${customerId}`}
                    end
                    replace
                    preventScrollReset
                  >
                    <Icon size={16} strokeWidth={1.8} aria-hidden />
                    {t(label)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
          {chosen ? (
            <chosen.Part key={`${customerId}/${tab}`} customer={data} />
          ) : (
            <Notice icon={Lock} title={t('forbidden.title')} text={t('forbidden.text')} role="alert" />
          )}
        </>
      ) : error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Header({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { centre_name: centre } = useMe();
  const name = fullName(customer);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${name} · ${centre}`;
  }, [name, centre]);
  // Who comes by keyboard goes on from here: the link that led here is gone.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className={classes.header}>
      <div className={classes.who}>
        <CustomerPortrait customer={customer} name={name} size="4rem" />
        <div className={classes.words}>
          <Title order={1} ref={heading} tabIndex={-1} className={classes.name}>
            {name}
            {customer.preferred_name && customer.preferred_name !== customer.first_name && (
              <Text component="span" c="var(--quiet)" fw={450} inherit>
                {' '}
                {t('member.called', { name: customer.preferred_name })}
              </Text>
            )}
          </Title>
          <Group gap="xs" mt={4}>
            <Text size="sm" c="var(--quiet)">
              {t('member.number', { number: customer.member_number })}
            </Text>
            {memberBadges.map((Badge, at) => (
              <Badge key={at} customer={customer} />
            ))}
          </Group>
        </div>
      </div>
      <div className={classes.actions}>
        {memberActions.map((Action, at) => (
          <Action key={at} customer={customer} />
        ))}
      </div>
      <Stack gap="xs" className={classes.warnings}>
        {memberWarnings.map((Warning, at) => (
          <Warning key={at} customer={customer} />
        ))}
      </Stack>
    </header>
  );
}

function Loading() {
  return (
    <div aria-busy>
      <Group mb="lg">
        <Skeleton circle h={64} />
        <Stack gap="xs">
          <Skeleton h={28} w={220} />
          <Skeleton h={16} w={140} />
        </Stack>
      </Group>
      <Skeleton h={40} mb="lg" />
      <div className={classes.cards}>
        {[180, 140, 120, 100].map((height) => (
          <Skeleton key={height} h={height} radius="lg" />
        ))}
      </div>
    </div>
  );
}
