-- Applicant tracking systems and mail: both are reached through the same outbox as webhooks.
SET XACT_ABORT ON;

-- How the endpoint is spoken to: events as they are, in the words of an applicant tracking system, or as mail to candidates. A tenant has
-- any number of webhooks, and one of each other kind. Secret: of an applicant tracking system, sealed JSON of what it is called with.
ALTER TABLE dbo.WebhookEndpoint ADD Kind nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL
    CONSTRAINT DF_WebhookEndpoint_Kind DEFAULT (N'webhook');
-- How an applicant tracking system is told a score; NULL for the other kinds.
ALTER TABLE dbo.WebhookEndpoint ADD ScoreFormat nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE dbo.WebhookEndpoint ADD CONSTRAINT CK_WebhookEndpoint_Kind
    CHECK (Kind IN (N'webhook', N'greenhouse', N'ashby', N'kombo', N'mail'));
ALTER TABLE dbo.WebhookEndpoint ADD CONSTRAINT CK_WebhookEndpoint_ScoreFormat CHECK (ScoreFormat IN (N'scaled', N'percent'));
CREATE UNIQUE NONCLUSTERED INDEX UX_WebhookEndpoint_Kind ON dbo.WebhookEndpoint (TenantId, Kind)
    WHERE Kind <> N'webhook' AND State <> N'deleted';

-- The applicant tracking system that has ordered an invitation: its events go there too.
ALTER TABLE dbo.Invitation ADD EndpointId uniqueidentifier NULL;
GO
ALTER TABLE dbo.Invitation ADD CONSTRAINT FK_Invitation_Endpoint FOREIGN KEY (EndpointId)
    REFERENCES dbo.WebhookEndpoint (Id) ON DELETE SET NULL;
CREATE NONCLUSTERED INDEX IX_Invitation_Endpoint ON dbo.Invitation (EndpointId) WHERE EndpointId IS NOT NULL;

-- What an applicant tracking system has ordered; an invitation with what is needed to know it again and to answer.
CREATE TABLE dbo.AtsOrder
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    InvitationId uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    Ats nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- What tells a repeated order; NULL when another order has taken its place.
    OrderKey nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    -- Where the result goes: an address at Greenhouse, an integration of Kombo's; NULL where the connection tells it.
    ReplyTo nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    -- Milliseconds since 1970, of the last update that Ashby was sent: they must rise.
    LastTimestamp bigint NOT NULL,
    -- When the applicant tracking system has cancelled it: it need not be told.
    CancelledAt datetimeoffset(3) NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_AtsOrder PRIMARY KEY NONCLUSTERED (InvitationId),
    CONSTRAINT FK_AtsOrder_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id) ON DELETE CASCADE,
    CONSTRAINT FK_AtsOrder_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT CK_AtsOrder_Ats CHECK (Ats IN (N'greenhouse', N'ashby', N'kombo'))
);
CREATE UNIQUE CLUSTERED INDEX CX_AtsOrder ON dbo.AtsOrder (Seq);
CREATE UNIQUE NONCLUSTERED INDEX UX_AtsOrder_Key ON dbo.AtsOrder (TenantId, Ats, OrderKey) WHERE OrderKey IS NOT NULL;

-- For what was told of an order, when it is told once more.
CREATE NONCLUSTERED INDEX IX_WebhookDelivery_Subject ON dbo.WebhookDelivery (EndpointId, Subject);
