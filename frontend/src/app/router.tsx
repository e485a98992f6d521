import { lazy } from 'react';
import {
  createBrowserRouter,
  Navigate,
  Outlet,
  ScrollRestoration,
  useLocation,
  type RouteObject,
} from 'react-router';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { BrokenPage } from '../components/BrokenPage';
import { Notice } from '../components/Notice';
import { useMe, useSession } from '../session/useMe';
import { lazyPart, loaded } from './lazyPart';
import { NotFoundPage } from './NotFoundPage';
import { settingsSections } from './settingsSections';
import { Shell } from './Shell';
import { StartingPage } from './StartingPage';

export const routes: RouteObject[] = [
  {
    element: <Root />,
    hydrateFallbackElement: <StartingPage failed={false} />,
    errorElement: <BrokenPage />,
    children: [
      { path: '/login', lazy: lazyPart(() => import('../features/account/LoginPage'), 'LoginPage') },
      { path: '/register', lazy: lazyPart(() => import('../features/account/RegisterPage'), 'RegisterPage') },
      {
        path: '/login/code',
        lazy: lazyPart(() => import('../features/account/SecondStepPage'), 'SecondStepPage'),
      },
      { path: '/invitation/:token', lazy: lazyPart(() => import('./InvitationPage'), 'InvitationPage') },
      {
        path: '/verify-email',
        lazy: lazyPart(() => import('../features/account/VerifyEmailPage'), 'VerifyEmailPage'),
      },
      {
        path: '/password/reset',
        lazy: lazyPart(() => import('../features/account/ForgotPasswordPage'), 'ForgotPasswordPage'),
      },
      {
        path: '/password/reset/:key',
        lazy: lazyPart(() => import('../features/account/ResetPasswordPage'), 'ResetPasswordPage'),
      },
      {
        element: <SignedIn />,
        errorElement: <BrokenPage />,
        children: [
          {
            // What breaks or doesn't arrive leaves the way to everything else where it is.
            errorElement: <BrokenPage />,
            children: [
              { index: true, element: <Home /> },
              {
                element: <StaffOnly />,
                children: [
                  { path: '/today', lazy: lazyPart(() => import('./TodayPage'), 'TodayPage') },
                  {
                    path: '/members',
                    lazy: lazyPart(() => import('./MembersPage'), 'MembersPage'),
                    children: [
                      {
                        path: 'new',
                        lazy: lazyPart(
                          () => import('../features/customers/NewCustomerDrawer'),
                          'NewCustomerDrawer',
                        ),
                      },
                    ],
                  },
                  { path: '/members/:id/:tab?', lazy: lazyPart(() => import('./MemberPage'), 'MemberPage') },
                  {
                    path: '/tasks',
                    lazy: lazyPart(() => import('../features/tasks/TasksPage'), 'TasksPage'),
                    children: ['new', ':id'].map((path) => ({
                      path,
                      lazy: lazyPart(() => import('../features/tasks/TaskDrawer'), 'TaskDrawer'),
                    })),
                  },
                  {
                    path: '/check-in',
                    lazy: lazyPart(() => import('../features/checkin/CheckInPage'), 'CheckInPage'),
                  },
                ],
              },
              {
                path: '/appointments',
                lazy: lazyPart(() => import('../features/appointments/AppointmentsPage'), 'AppointmentsPage'),
                children: [
                  {
                    path: 'new',
                    lazy: lazyPart(
                      () => import('../features/appointments/AppointmentDrawer'),
                      'AppointmentDrawer',
                    ),
                  },
                  {
                    path: ':id',
                    lazy: lazyPart(
                      () => import('../features/appointments/AppointmentDrawer'),
                      'AppointmentDrawer',
                    ),
                  },
                ],
              },
              {
                path: '/schedule',
                lazy: lazyPart(() => import('../features/schedule/SchedulePage'), 'SchedulePage'),
                children: [
                  {
                    path: 'new',
                    lazy: lazyPart(() => import('../features/schedule/NewClassDrawer'), 'NewClassDrawer'),
                  },
                  {
                    path: ':id',
                    lazy: lazyPart(() => import('../features/schedule/SessionDrawer'), 'SessionDrawer'),
                  },
                ],
              },
              { path: '/feed', lazy: lazyPart(() => import('../features/feed/FeedPage'), 'FeedPage') },
              {
                path: '/feed/reports',
                lazy: lazyPart(() => import('../features/feed/ReportsPage'), 'ReportsPage'),
              },
              {
                path: '/reminders',
                lazy: lazyPart(() => import('../features/reminders/RemindersPage'), 'RemindersPage'),
              },
              {
                path: '/notifications',
                lazy: lazyPart(
                  () => import('../features/notifications/NotificationsPage'),
                  'NotificationsPage',
                ),
              },
              {
                path: '/settings',
                lazy: lazyPart(() => import('./SettingsPage'), 'SettingsPage'),
                children: settingsSections.map(({ path, lazy: part, children = [] }) => ({
                  path,
                  lazy: part,
                  children,
                })),
              },
              { path: '/me', lazy: lazyPart(() => import('./MePage'), 'MePage') },
              {
                path: '/me/security',
                lazy: lazyPart(() => import('../features/account/SecurityPage'), 'SecurityPage'),
              },
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(routes);
}

function Root() {
  const { status } = useSession();
  if (status === 'unknown' || status === 'unreachable')
    return <StartingPage failed={status === 'unreachable'} />;
  return (
    <>
      <Outlet />
      <ScrollRestoration />
    </>
  );
}

function SignedIn() {
  const { status } = useSession();
  const { pathname, search } = useLocation();
  if (status !== 'signedIn') {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  return <EnrolledOnly />;
}

/** Who still owes the second factor that their role asks for sets it up before anything else. */
function EnrolledOnly() {
  const { pathname } = useLocation();
  const isFirst = useMe().second_factor_owed;
  if (isFirst && pathname !== '/me/security') return <Navigate to="/me/security" replace />;
  return <Shell />;
}

/** Screens of the staff, which stay behind when somebody no longer works here. */
function StaffOnly() {
  const { t } = useTranslation();
  if (useMe().is_staff) return <Outlet />;
  return <Notice icon={Lock} title={t('forbidden.title')} text={t('forbidden.text')} role="alert" />;
}

const MemberHomePage = lazy(async () => ({
  default: await loaded(() => import('./MemberHomePage'), 'MemberHomePage'),
}));

function Home() {
  return useMe().is_staff ? <Navigate to="/today" replace /> : <MemberHomePage />;
}
