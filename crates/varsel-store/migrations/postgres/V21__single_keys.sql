-- Whether single keys are commands (WCAG 2.2, success criterion 2.1.4).
alter table person add column single_keys BOOLEAN not null default true;
